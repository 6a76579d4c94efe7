"""Components of a Parquet file of edges by scipy or by Splink, to measure against.

Run as `python -m onepool.bench.clustering METHOD EDGES OUT MEMORY THREADS`; writes
(node_key, label) as Parquet, with a label of its own for each component.
"""

import sys
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def by_scipy(edges: Path, out: Path) -> None:
    """Number the keys on Arrow and let scipy join them.

    Args:
        edges: Parquet file (left_key, right_key), shape (edges, 2).
        out: Parquet file to write, shape (nodes, 2).
    """
    table = pq.read_table(edges, columns=["left_key", "right_key"])
    chunks = table["left_key"].chunks + table["right_key"].chunks
    keys = pa.chunked_array(chunks).combine_chunks().dictionary_encode()
    ends = keys.indices.to_numpy().reshape(2, -1)
    nodes = len(keys.dictionary)
    ones = np.ones(ends.shape[1], dtype=np.int8)
    graph = coo_matrix((ones, (ends[0], ends[1])), shape=(nodes, nodes))
    _, labels = connected_components(graph, directed=False)
    pq.write_table(pa.table({"node_key": keys.dictionary, "label": labels}), out)


def by_splink(edges: Path, out: Path, memory: str, threads: int) -> None:
    """Let Splink cluster the edges in DuckDB, with the memory limit of the others.

    Args:
        edges: Parquet file (left_key, right_key), shape (edges, 2).
        out: Parquet file to write, shape (nodes, 2).
        memory: memory limit of DuckDB, such as `6GB`.
        threads: threads of DuckDB.
    """
    from splink import DuckDBAPI
    from splink.clustering import cluster_pairwise_predictions_at_threshold

    connection = duckdb.connect(str(out.with_suffix(".duckdb")))
    connection.execute("set enable_progress_bar = false")
    connection.execute(f"set memory_limit = '{memory}'")
    connection.execute(f"set threads = {threads}")
    connection.execute(
        f"create table edges as select * from read_parquet('{edges}');"
        "create table nodes as select left_key as node_key from edges "
        "union select right_key from edges"
    )
    api = DuckDBAPI(connection=connection)
    clusters = cluster_pairwise_predictions_at_threshold(
        nodes=api.register("nodes"),
        edges=api.register("edges"),
        db_api=api,
        node_id_column_name="node_key",
        edge_id_column_name_left="left_key",
        edge_id_column_name_right="right_key",
    )
    connection.execute(
        f"copy (select node_key, cluster_id as label from {clusters.physical_name}) "
        f"to '{out}' (format parquet)"
    )


if __name__ == "__main__":
    method, source, target, limit, cores = sys.argv[1:]
    if method == "scipy":
        by_scipy(Path(source), Path(target))
    else:
        by_splink(Path(source), Path(target), limit, int(cores))
