import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { committed } from "./receipt";

/** Whom a sign-out is about: one user, all users of an issuer, or everybody. */
export interface Reach {
  issuer?: string | undefined;
  subject?: string | undefined;
}

export function signOutPath(project: string, { issuer, subject }: Reach): string {
  const of = (text: string) => encodeURIComponent(text);
  if (issuer === undefined) {
    return `/projects/${project}/sign-out`;
  }
  return subject === undefined
    ? `/projects/${project}/issuers/${of(issuer)}/sign-out`
    : `/projects/${project}/users/${of(issuer)}/${of(subject)}/sign-out`;
}

export function useSignOut(project: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ issuer, subject, note }: Reach & { note: string }) => {
      const body = note ? { note } : {};
      if (issuer === undefined) {
        const path = { project };
        return committed(api.POST("/projects/{project}/sign-out", { params: { path }, body }));
      }
      if (subject === undefined) {
        const path = { project, issuer };
        return committed(
          api.POST("/projects/{project}/issuers/{issuer}/sign-out", { params: { path }, body }),
        );
      }
      const path = { project, issuer, subject };
      return committed(
        api.POST("/projects/{project}/users/{issuer}/{subject}/sign-out", {
          params: { path },
          body,
        }),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["projects", project, "sign-outs"] }),
  });
}
