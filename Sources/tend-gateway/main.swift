/// The gateway: the only door to Tend.
import Gateway

GatewayProcess.run()
