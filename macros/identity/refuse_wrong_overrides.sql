{#- Hook after the seed of identity overrides: stops the build, naming each row that
    cannot be meant, and warns of must_links that others imply already. -#}
{% macro refuse_wrong_overrides() -%}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set rows = run_query('select * from ' ~ this).rows -%}
    {%- set wrong = [] -%}
    {%- for row in rows -%}
        {%- for fault in faults_of_override(row) -%}
            {%- do wrong.append(override_text(row) ~ ' ' ~ fault) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if not wrong -%}
        {%- do wrong.extend(contradictions_of_overrides(rows)) -%}
    {%- endif -%}
    {%- if wrong -%}
        {{ exceptions.raise_compiler_error(
            'seeds/rules/identity_overrides.csv: ' ~ wrong | join('; ')
            ~ '. Correct the file and build again.'
        ) }}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}


{#- A row as the messages name it. -#}
{% macro override_text(row) -%}
    {%- set kind = row['kind'] or 'a row without kind' -%}
    {%- if kind == 'blocked_identifier' -%}
        {%- set said = row['identifier_hash'] | string -%}
        {%- set is_hash = modules.re.match('^[0-9a-f]{64}$', said) -%}
        {{ return(kind ~ ' ' ~ row['identifier_type'] ~ ' '
            ~ (said[:8] if is_hash else '(not shown)')) }}
    {%- endif -%}
    {{ return(kind ~ ' ' ~ row['channel_code'] ~ ':' ~ row['account_id'] ~ ' '
        ~ row['other_channel_code'] ~ ':' ~ row['other_account_id']) }}
{%- endmacro %}


{#- What is wrong with a row by itself. -#}
{% macro faults_of_override(row) -%}
    {%- set faults = [] -%}
    {%- set ends = ['channel_code', 'account_id', 'other_channel_code', 'other_account_id'] -%}
    {%- set values = ['identifier_type', 'identifier_hash'] -%}
    {%- if row['kind'] in ('must_link', 'cannot_link') -%}
        {%- set wanted, unwanted = ends, values -%}
    {%- elif row['kind'] == 'blocked_identifier' -%}
        {%- set wanted, unwanted = values, ends -%}
        {%- if row['identifier_hash']
            and not modules.re.match('^[0-9a-f]{64}$', row['identifier_hash'] | string) -%}
            {%- do faults.append(
                'has no keyed hash of 64 characters; never write a plain value'
            ) -%}
        {%- endif -%}
    {%- else -%}
        {%- set wanted, unwanted = [], [] -%}
        {%- do faults.append(
            'is none of must_link, cannot_link and blocked_identifier'
        ) -%}
    {%- endif -%}
    {%- for name in wanted + ['decided_by', 'decided_at', 'reason'] if not row[name] -%}
        {%- do faults.append('lacks ' ~ name) -%}
    {%- endfor -%}
    {%- for name in unwanted if row[name] -%}
        {%- do faults.append('must leave ' ~ name ~ ' empty') -%}
    {%- endfor -%}
    {%- if row['account_id'] and row['channel_code'] == row['other_channel_code']
        and row['account_id'] == row['other_account_id'] -%}
        {%- do faults.append('names one account twice') -%}
    {%- endif -%}
    {{ return(faults) }}
{%- endmacro %}


{#- What is wrong between rows: said twice, or at odds, directly or by a chain of
    must_links. Groups of linked accounts are joined smaller into larger. -#}
{% macro contradictions_of_overrides(rows) -%}
    {%- set wrong, said, groups = [], {}, {} -%}
    {%- for row in rows if row['kind'] == 'must_link' -%}
        {%- set left = row['channel_code'] ~ ':' ~ row['account_id'] -%}
        {%- set right = row['other_channel_code'] ~ ':' ~ row['other_account_id'] -%}
        {%- for account in (left, right) if account not in groups -%}
            {%- do groups.update({account: [account]}) -%}
        {%- endfor -%}
        {%- if left not in groups[right] -%}
            {%- set small, large = groups[left], groups[right] -%}
            {%- if small | length > large | length -%}
                {%- set small, large = large, small -%}
            {%- endif -%}
            {%- do large.extend(small) -%}
            {%- for account in small -%}
                {%- do groups.update({account: large}) -%}
            {%- endfor -%}
        {%- elif [left, right] | sort | join(' ') not in said -%}
            {%- do exceptions.warn(
                'seeds/rules/identity_overrides.csv: ' ~ override_text(row)
                ~ ' closes a circle: other must_links join the two already, so taking '
                ~ 'it back alone would not part them.'
            ) -%}
        {%- endif -%}
        {%- do said.update({[left, right] | sort | join(' '): row['kind']}) -%}
    {%- endfor -%}
    {%- set pairs = {} -%}
    {%- for row in rows -%}
        {%- if row['kind'] == 'blocked_identifier' -%}
            {%- set pair = row['identifier_type'] ~ ' ' ~ row['identifier_hash'] -%}
        {%- else -%}
            {%- set left = row['channel_code'] ~ ':' ~ row['account_id'] -%}
            {%- set right = row['other_channel_code'] ~ ':' ~ row['other_account_id'] -%}
            {%- set pair = [left, right] | sort | join(' ') -%}
        {%- endif -%}
        {%- if pair in pairs -%}
            {%- do wrong.append(
                override_text(row) ~ (' stands there twice' if pairs[pair] == row['kind']
                else ' contradicts a ' ~ pairs[pair] ~ ' of the same accounts')
            ) -%}
        {%- elif row['kind'] == 'cannot_link' and right in groups.get(left, []) -%}
            {%- do wrong.append(
                override_text(row) ~ ' contradicts a chain of must_links between them'
            ) -%}
        {%- endif -%}
        {%- do pairs.update({pair: row['kind']}) -%}
    {%- endfor -%}
    {{ return(wrong) }}
{%- endmacro %}
