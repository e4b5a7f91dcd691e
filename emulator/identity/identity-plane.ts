import type { Faults } from "../faults/faults";
import type { TokenIssuer } from "../oauth/token-issuer";
import type { World } from "../world/world";

/** What signing in without a secret needs from the emulator around it. */
export interface IdentityPlane {
  world: World;
  tokens: TokenIssuer;
  faults: Faults;
  /** The emulator's own, in lower case: `https://127.0.0.1:8443`. */
  origins: () => ReadonlySet<string>;
}
