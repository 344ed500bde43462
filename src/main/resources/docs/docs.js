const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

SwaggerUIBundle({
  url: "/api/v1/openapi.yaml",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  filter: true,
  displayRequestDuration: true,
  persistAuthorization: false, // a token is gone with its page
  validatorUrl: null, // nothing leaves this server
  // Calls by the session of the console have to say that no other site made them.
  requestInterceptor: (request) => {
    request.headers["X-Portcullis-Console"] = "1";
    return request;
  },
});
