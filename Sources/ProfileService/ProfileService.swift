/// Placeholder until the first file of ProfileService lands.
