"""変更要求 and 役割定義: what both sides agree to change, and what the PMO does, decides and escalates since when."""
