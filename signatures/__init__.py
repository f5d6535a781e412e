"""Keys, PAdES signatures, timestamps and their verification; the only room that knows pyHanko."""
