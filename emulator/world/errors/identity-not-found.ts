import { WorldError } from "./world-error";

/** Thrown when nobody in the world may sign in this way. */
export class IdentityNotFound extends WorldError {
  constructor(wanted: string, remedy: string) {
    super(`There is no ${wanted}. ${remedy}`);
  }
}
