import * as pulumi from "@pulumi/pulumi";
import { Lamp } from "../engine/lamp";
import { LampWorld } from "../engine/lamp-world";

/* A program as the CLI runs it: a module that makes its resources while it is loaded. */
const lamp = new Lamp("lamp", { world: new LampWorld().file, label: pulumi.secret("mine") });

export const plain = "known";
export const nested = { deep: [pulumi.secret(lamp.serial)] };
