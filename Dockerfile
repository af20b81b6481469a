# session-workbench in a container: docker run --rm -v "$PWD:/work:ro" IMAGE check
FROM node:20-alpine AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm pack --pack-destination /package

FROM node:20-alpine
COPY --from=build /package/session-workbench-*.tgz /tmp/package.tgz
RUN npm install --global --offline /tmp/package.tgz && rm /tmp/package.tgz
USER node
WORKDIR /work
ENTRYPOINT ["session-workbench"]
CMD ["--help"]
