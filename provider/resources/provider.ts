import type { dynamic } from "@pulumi/pulumi";
import type { configure } from "../configure";
import type { ResourceName } from "../resource-name";

/**
 * What Pulumi serializes into the state, once for each resource: an object with a name and one short function, on one line
 * because its source is what is stored. The rest is fetched from the installed package by its own name when the engine
 * configures the provider, so that a new version of the package takes effect at the next refresh or destroy. The engine's
 * host looks from its working directory, which is the program's project, into node_modules: the package is found there
 * whether it is installed or linked.
 */
export const providerOf = (intent: ResourceName): dynamic.ResourceProvider => {
  const provider: ThisParameterType<Provider["configure"]> & Provider = {
    intent,
    // eslint-disable-next-line -- untyped on purpose: this source runs where nothing can be imported
    configure(request) { require("pulumi-desktop-sessions/provider").configure(this, request); },
  };
  return provider as unknown as dynamic.ResourceProvider; // `configure` adds the methods that the type asks for
};

interface Provider {
  configure(this: Parameters<typeof configure>[0], request: dynamic.ConfigureRequest): void;
}
