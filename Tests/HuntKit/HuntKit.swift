/// Placeholder until the first file of HuntKit lands.
