"""How are hours counted? The regime of each crew, its reference period and its year."""
