# syntax=docker/dockerfile:1

# The console: static files.
FROM node:22-bookworm-slim AS console
WORKDIR /build
COPY bin/lib/frontend-build bin/lib/
COPY frontend frontend
RUN bin/lib/frontend-build

# The jar, with the console and the migrations in it.
FROM maven:3.9-eclipse-temurin-17 AS jar
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY db db
COPY src/main src/main
COPY --from=console /build/frontend/dist frontend/dist
RUN --mount=type=cache,target=/cache/maven \
    mvn --batch-mode -Dmaven.repo.local=/cache/maven --no-transfer-progress -DskipFrontend -Dmaven.test.skip=true -Dspotless.check.skip=true package

# What runs: a Java runtime, one jar, no root.
FROM eclipse-temurin:17-jre-jammy
LABEL org.opencontainers.image.title="Portcullis" \
      org.opencontainers.image.description="Self-hosted identity-aware API gateway" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 portcullis \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin portcullis \
 && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/portcullis
COPY --from=jar /build/target/portcullis.jar /opt/portcullis/portcullis.jar
COPY --chmod=0755 bin/lib/healthcheck /opt/portcullis/healthcheck

# What the JVM makes of the classes, so that each start need not.
COPY --chmod=0755 bin/lib/class-archive /opt/portcullis/class-archive
RUN /opt/portcullis/class-archive /opt/portcullis/portcullis.jar /opt/portcullis/portcullis.jsa \
 && rm /opt/portcullis/class-archive

# Loopback would be this container's alone; whoever publishes the port decides who reaches it.
ENV PORTCULLIS_ADMIN_HOST=0.0.0.0 \
    PORTCULLIS_DATA_DIR=/var/lib/portcullis

USER 10001:10001
WORKDIR /var/lib/portcullis
EXPOSE 8080 8081
# Alive, not ready: while PostgreSQL is away, starting it anew would help nobody.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["/opt/portcullis/healthcheck", "/livez"]

# Options for the JVM can be added by JAVA_TOOL_OPTIONS. The root file system may be read-only; /tmp
# must be writable and allow execution, because native libraries are unpacked there.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-XX:+UseG1GC", "-XX:SharedArchiveFile=/opt/portcullis/portcullis.jsa", "-jar", "/opt/portcullis/portcullis.jar"]
CMD ["serve"]
