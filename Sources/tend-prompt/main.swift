import Contracts
import Host
import PromptService

