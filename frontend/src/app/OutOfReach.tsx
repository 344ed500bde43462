import { Alert } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import Unplug from "lucide-react/icons/unplug";
import { useEffect, useSyncExternalStore } from "react";
import { clockTime } from "../ui/time";
import { reach } from "./reach";

const RETRY_MILLIS = 3000;

/** Says that the admin API is away and what that means; asks again until it is back. */
export function OutOfReach() {
  const queries = useQueryClient();
  const lostAt = useSyncExternalStore(reach.subscribe, reach.lostAt);
  useEffect(() => {
    if (lostAt !== null) {
      const timer = setInterval(() => queries.refetchQueries({ type: "active" }), RETRY_MILLIS);
      return () => clearInterval(timer);
    }
  }, [lostAt, queries]);
  return lostAt === null ? null : (
    <Alert
      role="alert"
      color="yellow"
      icon={<Unplug aria-hidden />}
      title="The console cannot reach the admin API"
      mb="md"
    >
      Gateways go on without it. Only without PostgreSQL does each reject everything, once its lease
      ends. What is shown is as of {clockTime(lostAt)} or before; nothing can be changed until the
      API is back, and the console keeps asking.
    </Alert>
  );
}
