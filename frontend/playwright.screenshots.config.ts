import config from "./playwright.config";

/** Draws the pictures of docs/images again. */
export default { ...config, testMatch: "pictures.ts" };
