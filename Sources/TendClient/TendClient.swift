/// Placeholder until the first file of TendClient lands.
