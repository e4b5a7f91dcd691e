# The emulator in a container:
#   docker build -t desktop-sessions-emulator .
#   docker run -p 8443:8443 -p 8080:8080 desktop-sessions-emulator
# More options go behind the image's name: --seed /data/world.yaml, --name avd.test, --log json.
FROM node:24-slim AS build
WORKDIR /source
COPY . .
RUN npm ci --ignore-scripts && npm run build && npm pack --ignore-scripts --pack-destination /tmp
# Pulumi is for those who write programs: the emulator does without.
RUN npm install --prefix /emulator --omit=dev --legacy-peer-deps --ignore-scripts /tmp/pulumi-desktop-sessions-*.tgz

FROM node:24-slim
WORKDIR /emulator
COPY --from=build /emulator/node_modules ./node_modules
USER node
EXPOSE 8443 8080
# By Node itself: a slim image has no curl.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/_emulator/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "node_modules/pulumi-desktop-sessions/dist/cli/main.js", "emulate", "--host", "0.0.0.0", "--port", "8443", "--http-port", "8080", "--name", "emulator"]
