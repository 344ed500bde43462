import { z } from "zod";
import type { Role, WhoAmI } from "../../api/client";

export const ROLES = ["viewer", "editor", "owner"] as const satisfies Role[];

/** What each role may do, as the API document has it. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: "Reads everything.",
  editor: "The same, and changes and revokes: clients, grants, issuers, routes, sign-outs.",
  owner: "The same, and deletes projects, makes operators and API tokens, accepts a policy.",
};

/** Over all projects, later ones included, or over those that are named. */
export const rightsFields = {
  role: z.enum(ROLES),
  reach: z.enum(["all", "some"]),
  projects: z.array(z.string()),
};

export interface RightsFields {
  role: Role;
  reach: "all" | "some";
  projects: string[];
}

export const NAME_A_PROJECT = "Choose at least one project, or all of them";

export function namesAProject({ reach, projects }: RightsFields): boolean {
  return reach === "all" || projects.length > 0;
}

interface Rights {
  role: Role;
  projects?: string[];
}

export function toRights({ role, reach, projects }: RightsFields): Rights {
  return reach === "all" ? { role } : { role, projects };
}

export function toRightsFields({ role, projects }: Rights): RightsFields {
  return { role, reach: projects ? "some" : "all", projects: projects ?? [] };
}

export function reachInWords(projects: string[] | undefined): string {
  return projects ? projects.join(", ") || "no project" : "all projects";
}

/** Nobody gives more than their own rights. */
export function mayGive(who: WhoAmI, role: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(who.role);
}
