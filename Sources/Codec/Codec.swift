/// Placeholder until the first file of Codec lands.
