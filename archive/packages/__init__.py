"""An expediente as a package of its own (BagIt): it is read and checked with nothing of ours.

This file stays empty of imports: the child that bags a folder loads it.
"""
