/// Placeholder until the first file of Reactor lands.
