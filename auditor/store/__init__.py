"""The store: runs, queues, facts, judgements and findings in a database, bodies and large facts as blobs."""

from auditor.store.errors import StoreError
from auditor.store.read_facts import Stretch
from auditor.store.store import Store

__all__ = ["Store", "StoreError", "Stretch"]
