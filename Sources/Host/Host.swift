/// Placeholder until the first file of Host lands.
