/** MS-NLMP, section 2.2.2.5. */
export const UNICODE = 0x1;
export const OEM = 0x2;
export const REQUEST_TARGET = 0x4;
const SIGN = 0x10;
const SEAL = 0x20;
const NTLM = 0x200;
const ALWAYS_SIGN = 0x8000;
export const TARGET_TYPE_DOMAIN = 0x1_0000;
const EXTENDED_SESSION_SECURITY = 0x8_0000;
export const TARGET_INFO = 0x80_0000;
const VERSION = 0x200_0000;
const STRONG = 0x2000_0000;
export const KEY_EXCHANGE = 0x4000_0000;
const WEAK = 0x8000_0000;

/** What this server does when a client asks for it; besides, names in OEM for who has no Unicode. */
export const CAPABLE = UNICODE | REQUEST_TARGET | SIGN | SEAL | NTLM | ALWAYS_SIGN | EXTENDED_SESSION_SECURITY | VERSION | STRONG | KEY_EXCHANGE | WEAK;
