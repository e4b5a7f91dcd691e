/* eslint-disable @typescript-eslint/no-require-imports -- a serialized function cannot take an import along */
import * as pulumi from "@pulumi/pulumi";

/** What a program says about a lamp. */
export interface LampArgs {
  /** The file of the world that the lamp is in: the real engine's providers run in a process of their own. */
  world: string;
  name: string;
  /** Can be changed in place. A negative one is refused. */
  brightness?: pulumi.Input<number | string>;
  /** A lamp cannot be moved to another socket: it is replaced. */
  socket?: pulumi.Input<string>;
  /** Only one lamp fits: the old one has to go before the new one comes. */
  oneAtATime?: boolean;
  label?: pulumi.Input<string>;
  /** Properties that are refused, whatever they are. */
  refused?: string[];
  shape?: unknown;
}

/** Written so that it serializes: whatever a method needs, it requires itself. */
const lampProvider: pulumi.dynamic.ResourceProvider = {
  async configure({ config }) {
    (globalThis as { lampGreeting?: string }).lampGreeting = `${config.get("greeting")} ${config.get("shared:token")}`;
  },
  async check(_olds, news) {
    const { appendFileSync } = require("node:fs") as typeof import("node:fs");
    appendFileSync(`${news.world}.calls`, `check ${news.name}\n`);
    const failures = (news.refused ?? []).map((property: string) => ({ property, reason: "no lamp has that" }));
    if (news.brightness < 0) failures.push({ property: "brightness", reason: "a lamp cannot be darker than off" });
    return { inputs: news, failures };
  },
  async diff(_id, olds, news) {
    const { appendFileSync } = require("node:fs") as typeof import("node:fs");
    appendFileSync(`${news.world}.calls`, `diff ${news.name}\n`);
    const moved = olds.socket !== news.socket;
    return {
      changes: moved || olds.brightness !== news.brightness || olds.label !== news.label,
      replaces: moved ? ["socket"] : [],
      deleteBeforeReplace: news.oneAtATime === true,
    };
  },
  async create(inputs) {
    const { appendFileSync, readFileSync, writeFileSync } = require("node:fs") as typeof import("node:fs");
    appendFileSync(`${inputs.world}.calls`, `create ${inputs.name}\n`);
    const world = JSON.parse(readFileSync(inputs.world, "utf8"));
    const fault = world.faults[`create ${inputs.name}`];
    if (fault === "refuse") throw new Error(`no electricity for ${inputs.name}`);
    const id = `lamp-${++world.made}`;
    world.lamps[id] = { name: inputs.name, brightness: inputs.brightness };
    writeFileSync(inputs.world, JSON.stringify(world));
    const outs = { ...inputs, serial: `${inputs.name}#${world.made}`, greeting: (globalThis as { lampGreeting?: string }).lampGreeting };
    if (fault === "flicker") {
      const { __provider, ...properties } = outs;
      throw Object.assign(new Error("it flickers"), { id, properties, reasons: ["loose contact", "old bulb"] });
    }
    if (fault === "undefined") return { id, outs: { ...outs, serial: undefined } };
    return { id, outs };
  },
  async update(id, olds, news) {
    const { appendFileSync, readFileSync, writeFileSync } = require("node:fs") as typeof import("node:fs");
    appendFileSync(`${news.world}.calls`, `update ${news.name}\n`);
    const world = JSON.parse(readFileSync(news.world, "utf8"));
    world.lamps[id] = { name: news.name, brightness: news.brightness };
    writeFileSync(news.world, JSON.stringify(world));
    if (world.faults[`update ${news.name}`] === "flicker") {
      throw Object.assign(new Error("it flickers"), { id, properties: { ...olds, brightness: news.brightness }, reasons: ["dim"] });
    }
    return { outs: { ...news, serial: olds.serial, greeting: olds.greeting } };
  },
  async read(id, props) {
    const { appendFileSync, readFileSync } = require("node:fs") as typeof import("node:fs");
    appendFileSync(`${props.world}.calls`, `read ${props.name}\n`);
    const lamp = JSON.parse(readFileSync(props.world, "utf8")).lamps[id];
    if (lamp === undefined) return { id: "" } as pulumi.dynamic.ReadResult;
    const { serial, greeting, ...inputs } = props;
    // A property that is undefined cannot cross the wire; JSON has left it out of `lamp` already.
    const { name, ...seen } = lamp;
    return { id, props: { ...props, ...seen }, inputs: { ...inputs, ...seen } };
  },
  async delete(id, props) {
    const { appendFileSync, readFileSync, writeFileSync } = require("node:fs") as typeof import("node:fs");
    appendFileSync(`${props.world}.calls`, `delete ${props.name}\n`);
    const world = JSON.parse(readFileSync(props.world, "utf8"));
    if (world.faults[`delete ${props.name}`] === "refuse") throw new Error(`${props.name} is too hot to be unscrewed`);
    world.lamps = Object.fromEntries(Object.entries(world.lamps).filter(([other]) => other !== id));
    writeFileSync(props.world, JSON.stringify(world));
  },
};

/** A small dynamic resource, with every turn a provider can take. */
export class Lamp extends pulumi.dynamic.Resource {
  declare readonly serial: pulumi.Output<string>;
  declare readonly greeting: pulumi.Output<string>;
  declare readonly label: pulumi.Output<string>;

  constructor(name: string, args: Omit<LampArgs, "name">, opts?: pulumi.CustomResourceOptions) {
    super(lampProvider, name, { serial: undefined, greeting: undefined, label: undefined, name, ...args }, opts, "test", "Lamp");
  }
}

/** A provider that leaves it to the engine to find differences. */
const plainProvider: pulumi.dynamic.ResourceProvider = {
  async create(inputs) {
    const { appendFileSync } = require("node:fs") as typeof import("node:fs");
    appendFileSync(`${inputs.world}.calls`, `create ${inputs.name}\n`);
    return { id: inputs.name, outs: inputs };
  },
  async update(_id, _olds, news) {
    const { appendFileSync } = require("node:fs") as typeof import("node:fs");
    appendFileSync(`${news.world}.calls`, `update ${news.name}\n`);
    return { outs: news };
  },
};

/** A dynamic resource without `check`, `diff`, `read` and `delete`. */
export class Plain extends pulumi.dynamic.Resource {
  constructor(name: string, args: { world: string; shape: unknown }, opts?: pulumi.CustomResourceOptions) {
    super(plainProvider, name, { name, ...args }, opts, "test", "Plain");
  }
}
