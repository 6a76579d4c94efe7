{#- Whether text is the full name of a person rather than a nickname or a form of address
    (王女士): a surname with one or two more Han characters, a name with a middle dot, or
    words of Latin letters. 小太阳 is none: nobody is called 小 by surname. -#}
{% macro is_person_name(value) -%}
    (
        (
            {{ matches(value, '^[' ~ common_surnames() ~ '][一-龥]{1,2}$') }}
            or {{ matches(value, '^(' ~ double_surnames() | join('|') ~ ')[一-龥]{1,2}$') }}
            or {{ matches(value, '^[一-龥]{1,8}·[一-龥]{1,10}$') }}
            or {{ matches(value, '^[A-Za-z][A-Za-z.-]*( [A-Za-z][A-Za-z.-]*)+$') }}
        )
        and not {{ matches(
            value,
            '(先生|女士|小姐|太太|老师|师傅|阿姨|叔叔|老板|经理|宝宝|妈妈|爸爸|妈|爸|总|姐|哥)$'
        ) }}
    )
{%- endmacro %}

{#- The single surnames of more than 99 in 100 people of mainland China. -#}
{% macro common_surnames() -%}
    {{ return(
        '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜'
        ~ '叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史'
        ~ '陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷'
        ~ '詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳'
        ~ '管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷'
        ~ '晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻'
        ~ '苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花'
    ) }}
{%- endmacro %}

{% macro double_surnames() -%}
    {{ return([
        '欧阳', '上官', '皇甫', '令狐', '诸葛', '司徒', '司马', '申屠', '夏侯', '尉迟', '慕容', '端木',
        '东方', '独孤', '南宫', '长孙', '宇文', '闻人', '公孙', '轩辕',
    ]) }}
{%- endmacro %}
