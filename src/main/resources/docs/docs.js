const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

/**
 * What keeps people with a screen reader or a keyboard from using the page. A link to an operation is
 * inside the button that opens it, which nobody can reach by itself; the address follows without it.
 * The choice of a server has no name, and there is only one.
 */
const accessible = ({ React }) => ({
  components: {
    DeepLink: ({ text }) => React.createElement("span", null, text),
    ServersContainer: () => null,
    CloseIcon: () => React.createElement("span", null, "Close"), // a picture without a name
  },
});

SwaggerUIBundle({
  plugins: [accessible],
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
