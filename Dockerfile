# The emulator in a container:
#   docker build -t desktop-sessions-emulator .
#   docker run -p 8443:8443 -p 8080:8080 desktop-sessions-emulator
# More options go behind the image's name: --seed /data/world.yaml, --name avd.test, --log json.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npm ci --ignore-scripts && npm run build && npm prune --omit=dev --omit=peer --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/cli/starter-world.yaml ./cli/
USER node
EXPOSE 8443 8080
# By Node itself: a slim image has no curl.
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/_emulator/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/cli/main.js", "emulate", "--host", "0.0.0.0", "--port", "8443", "--http-port", "8080", "--name", "emulator"]
