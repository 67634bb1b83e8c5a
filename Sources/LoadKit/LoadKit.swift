/// Placeholder until the first file of LoadKit lands.
