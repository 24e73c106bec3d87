//! Indonesia's administrative regions.
