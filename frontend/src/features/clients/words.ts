import type { Client } from "../../api/client";
import type { Look } from "../../ui/StatusBadge";

export type ApplicationType = Client["applicationType"];
export type ClientState = NonNullable<Client["state"]>;

export const STATES = ["enabled", "disabled", "revoked"] as const satisfies ClientState[];

export const APPLICATION_TYPES = [
  "web",
  "android",
  "ios",
  "desktop",
  "tv",
  "service",
] as const satisfies ApplicationType[];

export const TYPE_NAMES: Record<ApplicationType, string> = {
  web: "Web",
  android: "Android",
  ios: "iOS",
  desktop: "Desktop",
  tv: "TV",
  service: "Service",
};

export const TYPE_OPTIONS = APPLICATION_TYPES.map((value) => ({ value, label: TYPE_NAMES[value] }));

/** How a client's state is shown, by what the gateways do with its tokens. */
export function statusOf(client: Client, now = Date.now()): { look: Look; text: string } {
  if (client.state === "revoked") {
    return { look: "bad", text: "Revoked" };
  }
  if (client.state === "disabled") {
    return { look: "paused", text: "Disabled" };
  }
  if (client.expiresAt && new Date(client.expiresAt).getTime() <= now) {
    return { look: "warning", text: "Expired" };
  }
  return { look: "good", text: "Allowed" };
}

/** What the restrictions say, in one line. */
export function restrictionSummary({ restrictions = {} }: Client): string {
  const { origins = [], packageName, certificateFingerprint, bundleId } = restrictions;
  return [...origins, packageName, certificateFingerprint, bundleId].filter(Boolean).join(", ");
}

const GOOGLE_CLIENT_ID = /^\d+-[a-z0-9]+\.apps\.googleusercontent\.com$/;

export function isGoogleClientId(clientId: string): boolean {
  return GOOGLE_CLIENT_ID.test(clientId);
}
