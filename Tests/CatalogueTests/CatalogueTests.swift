import Catalogue
import Testing
