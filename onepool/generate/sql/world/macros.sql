-- Random numbers are a pure function of (seed, purpose, key): the 32 bit finaliser
-- "lowbias32" (x ^= x>>16; x *= 0x7feb352d; x ^= x>>15; x *= 0x846ca68b; x ^= x>>16)
-- over the key, started with the low 32 bits of md5(seed:purpose).
-- DuckDB's own hash() is not used: it may change with the version.
-- The lambdas bind each step once: written out, the steps double at every turn.
create or replace macro mix(x) as
    list_transform(
        list_transform(
            list_transform(
                [x],
                lambda v: (xor(v, v >> 16) * 2146121005::ubigint) & 4294967295::ubigint
            ),
            lambda v: (xor(v, v >> 15) * 2221713035::ubigint) & 4294967295::ubigint
        ),
        lambda v: xor(v, v >> 16)
    )[1];

create or replace macro salt(purpose) as
    md5_number_lower(concat(getvariable('seed'), ':', purpose))
    & 4294967295::ubigint;

-- Uniform on (0, 1) for one key, of which the low 32 bits count.
create or replace macro u(purpose, key) as
    (mix(xor(key::ubigint & 4294967295::ubigint, salt(purpose))) + 0.5) / 4294967296.0;

-- Uniform on (0, 1) for two keys.
create or replace macro u2(purpose, key, sub_key) as
    (
        mix(
            (
                mix(xor(key::ubigint & 4294967295::ubigint, salt(purpose)))
                + sub_key::ubigint
            ) & 4294967295::ubigint
        ) + 0.5
    ) / 4294967296.0;

create or replace macro pick(purpose, key, choices) as
    floor(u(purpose, key) * choices)::integer;

create or replace macro pick2(purpose, key, sub_key, choices) as
    floor(u2(purpose, key, sub_key) * choices)::integer;

-- Standard normal (Box and Muller).
create or replace macro normal(purpose, key) as
    sqrt(-2 * ln(u(purpose, key))) * cos(2 * pi() * u(concat(purpose, '/'), key));

create or replace macro exponential(purpose, key) as -ln(u(purpose, key));

-- Gamma with mean 1: Wilson and Hilferty for shape + 1, then Stuart's power.
create or replace macro gamma_unit(purpose, key, shape) as
    (shape + 1) / shape
    * power(
        greatest(
            1 - 1 / (9.0 * (shape + 1))
            + normal(purpose, key) / (3 * sqrt(shape + 1.0)),
            0.0001
        ),
        3
    )
    * power(u(concat(purpose, '^'), key), 1.0 / shape);

-- Poisson by inversion up to a mean of 4, rounded normal above.
create or replace macro poisson_small(m, v) as
    case
        when v < exp(-m) then 0
        when v < exp(-m) * (1 + m) then 1
        when v < exp(-m) * (1 + m * (1 + m / 2)) then 2
        when v < exp(-m) * (1 + m * (1 + m / 2 * (1 + m / 3))) then 3
        when v < exp(-m) * (1 + m * (1 + m / 2 * (1 + m / 3 * (1 + m / 4)))) then 4
        when v < exp(-m) * (
            1 + m * (1 + m / 2 * (1 + m / 3 * (1 + m / 4 * (1 + m / 5))))
        ) then 5
        when v < exp(-m) * (
            1 + m * (1 + m / 2 * (1 + m / 3 * (1 + m / 4 * (1 + m / 5 * (1 + m / 6)))))
        ) then 6
        when v < 0.985 then 7
        when v < 0.995 then 8
        else 9
    end;

create or replace macro poisson(purpose, key, m) as
    case
        when m <= 0 then 0
        when m <= 4 then poisson_small(m, u(purpose, key))
        else greatest(0, round(m + sqrt(m) * normal(concat(purpose, '~'), key)))
    end::integer;

-- Times are kept as whole seconds of the local wall clock.
create or replace macro wall(s) as make_timestamp(s * 1000000);
create or replace macro wall_text(s) as make_timestamp(s * 1000000)::varchar;
create or replace macro wall_date(s) as make_timestamp(s * 1000000)::date;
create or replace macro utc(s) as make_timestamp((s - 28800) * 1000000);
create or replace macro utc_milliseconds(s) as (s - 28800) * 1000;
create or replace macro seconds_of(d) as epoch_us(d::timestamp) // 1000000;
create or replace macro money(cents) as (cents / 100.0)::decimal(18, 2);

-- Audiences are numbered from 901 on and carry the id of their receipt.
create or replace macro campaign_key(campaign_no) as
    case
        when campaign_no > 900 then getvariable('audience_ids')[campaign_no - 900]
        else 'CP' || lpad(campaign_no::varchar, 4, '0')
    end;

-- A row changed at changed_s belongs to the delivery [prev_s, cut_s); a few unchanged
-- recent rows are delivered once more.
create or replace macro delivered(changed_s, key) as
    changed_s < getvariable('cut_s')
    and (
        changed_s >= getvariable('prev_s')
        or (
            changed_s >= getvariable('prev_s') - 10 * 86400
            and u('delivery.again', key) < getvariable('redelivered_rows')
        )
    );

-- The newest of some change times before the cut, null when there is none.
create or replace macro before_cut(s) as
    case when s < getvariable('cut_s') then s end;

-- A late row of the two days before a cut is first seen in the delivery after it.
create or replace macro late_visible(s, is_late) as
    case
        when
            is_late
            and (getvariable('end_s') - 1 - s) // getvariable('gap_s')
            between 1 and getvariable('deliveries') - 1
            and (getvariable('end_s') - 1 - s) % getvariable('gap_s') < 2 * 86400
            then getvariable('end_s')
            - (getvariable('end_s') - 1 - s) // getvariable('gap_s')
            * getvariable('gap_s')
        else s
    end;

-- Two channels deliver UTC with offset, the others local time without one.
create or replace macro iso(s, channel_code) as
    case
        when channel_code in ('app', 'online_mall')
            then strftime(utc(s), '%Y-%m-%dT%H:%M:%SZ')
        else wall_text(s)
    end;

create or replace macro hex(purpose, key) as
    md5(concat(getvariable('seed'), ':', purpose, ':', key));

-- An eleven digit mobile number for an index: neighbours (2j+1, 2j+2) differ in the
-- last digit only, so that one wrong digit can hit a real number.
create or replace macro mobile(i) as
    substr(
        '130131132133134135136137138139150151152153155156157158159166'
        || '173175176177178180181182183185186187188189191193195197198199',
        1 + 3 * (
            (
                pick('mobile.prefix', (((i::bigint) - 1) // 2) % 10000000, 40)
                + ((i::bigint) - 1) // 20000000
            ) % 40
        ),
        3
    )
    || lpad(
        (((i::bigint - 1) // 2 * 7654321 + 1234567) % 10000000)::varchar, 7, '0'
    )
    || (
        (
            pick('mobile.digit', ((i::bigint) - 1) // 2, 10)
            + (i::bigint - 1) % 2 * (1 + pick('mobile.next', (i::bigint - 1) // 2, 9))
        ) % 10
    )::varchar;

create or replace macro masked_mobile(number) as
    substr(number, 1, 3) || '****' || substr(number, 8, 4);

create or replace macro masked_id(value) as
    substr(value, 1, 3) || '***' || right(value, 3);

-- A name in which a clerk wrote another sign of the same sound.
create or replace macro misspelt(name) as translate(
    name,
    '涵萱怡琪悦宁瑶燕红梅霞萍丹莉珍华平刚辉鹏飞波',
    '含宣宜淇月凝遥艳虹玫遐平单丽真桦萍钢晖朋菲博'
);

-- A birthday with day and month in the other order or, where there is no such day, of
-- the next year.
create or replace macro miswritten(birthday) as
    case
        when day(birthday) <= 12 and day(birthday) <> month(birthday)
            then make_date(year(birthday), day(birthday), month(birthday))
        else (birthday + interval 1 year)::date
    end;
