/** Why the world could not do what it was asked: each plane says it in its own protocol. */
export abstract class WorldError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}
