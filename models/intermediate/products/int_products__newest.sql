-- The newest record of each product over all channels. Grain: product.
{{ newest_over_channels('stg_standard__products', 'product_id', [
    'name',
    'brand',
    'category_1',
    'category_2',
    'category_3',
    'package_size',
    'attributes',
    'lifecycle_stage',
    'list_price',
    'launched_on',
]) }}
