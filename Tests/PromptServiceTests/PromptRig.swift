import PromptService
import Testing
