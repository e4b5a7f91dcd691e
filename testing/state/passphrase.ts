import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);

/** What a deployment says of its encryption, for Pulumi's `passphrase` secrets provider. */
export interface PassphraseProvider {
  type: "passphrase";
  state: { salt: string };
}

/**
 * Pulumi's own passphrase encryption, so that a state can go from here to the CLI and back: the key
 * by PBKDF2 (SHA-256, 1,000,000 rounds: a third of a second), the values by AES-256-GCM. The salt
 * carries a sample by which a wrong passphrase is noticed.
 *
 * https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/secrets/passphrase/manager.go
 */
export class Passphrase {
  private constructor(
    private readonly key: Buffer,
    private readonly salt: string,
  ) {}

  /** With a salt of its own. */
  static async create(passphrase: string): Promise<Passphrase> {
    const salt = randomBytes(8);
    const key = await keyOf(passphrase, salt);
    return new Passphrase(key, `v1:${salt.toString("base64")}:${seal("pulumi", key)}`);
  }

  /**
   * With the salt of a state.
   *
   * @throws when the passphrase is not the one of the state
   */
  static async open(passphrase: string, provider: PassphraseProvider): Promise<Passphrase> {
    const [version, salt = "", ...sample] = provider.state.salt.split(":");
    if (version !== "v1") throw new Error(`Could not decrypt the state: its salt has the unknown version ${String(version)}.`);
    const key = await keyOf(passphrase, Buffer.from(salt, "base64"));
    const opened = new Passphrase(key, provider.state.salt);
    try {
      opened.decrypt(sample.join(":"));
    } catch (cause) {
      throw new Error("Could not decrypt the state: the passphrase is not the one it was encrypted with.", { cause });
    }
    return opened;
  }

  get provider(): PassphraseProvider {
    return { type: "passphrase", state: { salt: this.salt } };
  }

  encrypt(text: string): string {
    return seal(text, this.key);
  }

  decrypt(sealed: string): string {
    const [, nonce = "", data = ""] = sealed.split(":");
    const bytes = Buffer.from(data, "base64");
    const cipher = createDecipheriv("aes-256-gcm", this.key, Buffer.from(nonce, "base64"));
    cipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()]).toString("utf8");
  }
}

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return derive(passphrase, salt, 1_000_000, 32, "sha256");
}

function seal(text: string, key: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${data.toString("base64")}`;
}
