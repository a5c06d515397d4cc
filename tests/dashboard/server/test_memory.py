"""What a page has imported is left out of the garbage collector's rounds."""

import gc

from dashboard.server.memory import keep_imports


def test_the_memory_of_a_page_is_left_out_of_collections_after_its_first_run_only():
    gc.unfreeze()
    keep_imports("a page that no other test opens")
    assert gc.get_freeze_count() > 10_000 and len(gc.get_objects()) < 10_000
    gc.unfreeze()
    keep_imports("a page that no other test opens")
    assert gc.get_freeze_count() == 0
