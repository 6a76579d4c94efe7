"""What to do about a file that was not landed, in one sentence."""

ADVICE = (
    ("missing ", "deliver the column again, or add its new name to the contract"),
    ("has the column", "deliver each column once"),
    ("has a header", "deliver the header as one plain line of column names"),
    ("is empty", "ask the sender for the file again"),
    ("is not UTF-8", "save the file as UTF-8"),
    ("is UTF-", "save the file as UTF-8"),
    ("is not readable Parquet", "ask the sender for the file again: it is damaged"),
    ("is a broken gzip", "ask the sender for the file again: it is cut off"),
    ("is one JSON list", "write one JSON object a line"),
    ("is not text", "deliver csv, jsonl or parquet"),
    ("unknown source", "move the folder, or write a contract for the source"),
    ("unknown channel", "add the channel to the seed, or correct the folder"),
    ("unknown entity", "correct the folder, or write a contract for the entity"),
    ("folder ", "name the folder extract_date=YYYY-MM-DD"),
    ("lies in", "lay files as <source>/<entity>/extract_date=YYYY-MM-DD/<file>"),
    ("extract date", "correct the date of the folder"),
    ("cannot be read", "make the file readable for this user"),
)
GENERAL = "correct the file and deliver it again under the same path"


def advice(reason: str) -> str:
    """Return what to do about a reason of the ledger."""
    for start, text in ADVICE:
        if reason.startswith(start):
            return text
    if " is no .csv" in reason:
        return "deliver csv, jsonl or parquet"
    if "rows were rejected" in reason:
        return "see the rejects; `onepool land --release PATH` lands the good rows"
    return GENERAL
