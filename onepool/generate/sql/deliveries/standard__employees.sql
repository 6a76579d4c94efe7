select
    employee_no as _key,
    getvariable('prev_s') as _changed_s,
    'headquarters' as _channel,
    employee_id,
    'S' || lpad((store_no + 1)::varchar, 4, '0') as store_id,
    substr('王李张刘陈杨赵黄周吴', 1 + pick('employee.surname', employee_no, 10), 1)
    || substr('静敏丽伟强磊洋艳勇娟', 1 + pick('employee.given', employee_no, 10), 1)
        as name,
    role,
    joined_on,
    case when left_on < wall_date(getvariable('cut_s')) then left_on end as left_on,
from employees
