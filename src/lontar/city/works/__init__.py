"""What is built: houses, slums renewed, water, sanitation, drains, irrigation; by stages, with photos, paid by tranches."""
