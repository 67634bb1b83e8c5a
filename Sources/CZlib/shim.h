// zlib, the one system library Tend links: deflate, inflate and CRC-32.
#include <zlib.h>
