"""The ranker's life: what people did becomes judged pairs, models are trained, taken, refused and gone back from."""
