import { WorldError } from "../../errors/world-error";

export class CollectionNotFound extends WorldError {
  constructor(alias: string) {
    super(`There is no collection ${alias} of virtual desktops.`);
  }
}
