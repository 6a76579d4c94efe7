{#- The models, apart from those of the labels themselves, that name a label and read
    profiles or labels; null for a label that nobody reads. Portraits read the labels
    they group by. -#}
{% macro label_readers(label_code) -%}
    {%- set codes = computed_label_codes() -%}
    {%- set sources = ['member_profiles', 'member_labels'] -%}
    {%- for subject in label_subjects() -%}
        {%- do sources.append(subject ~ '_labels') -%}
    {%- endfor -%}
    {%- set readers = {} -%}
    {%- for node in graph.get('nodes', {}).values()
        if node.resource_type == 'model' and not node.path.startswith('marts/labels/') -%}
        {%- set read = node.refs | map(attribute='name') | select('in', sources) | list -%}
        {%- for code in codes if read -%}
            {%- if modules.re.search('\\b' ~ code ~ '\\b', node.raw_code)
                or (node.name == 'group_portraits' and code in portrait_schemes()) -%}
                {%- do readers.setdefault(code, []).append(node.name) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    case {{ label_code }}
        {%- for code, names in readers.items() %}
        when '{{ code }}' then '{{ names | sort | join(", ") }}'
        {%- endfor %}
        when '' then ''
    end
{%- endmacro %}
