"""What a procedure is: folders read, checked, compared, bundled and versioned. It runs nothing."""
