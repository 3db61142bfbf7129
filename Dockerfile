# Photoseek without its database: it wants a Postgres with pgvector (see compose.yaml and docs/deploy.md).
# docker build -t photoseek .

# The two native libraries, pinned by package-lock.json.
FROM node:22-bookworm-slim AS native
WORKDIR /native
COPY src/Embedding/Native/package.json src/Embedding/Native/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
COPY --from=native /native/node_modules src/Embedding/Native/node_modules
RUN dotnet publish src/App -c Release -o /out/app --nologo \
 && cp -r models demo appsettings.json /out/ \
 && install -d /out/data

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# Root owns the program and nobody may write to it; the base image's user without rights owns the data and nothing else.
COPY --from=build /out/app /opt/photoseek/app
COPY --from=build /out/models /opt/photoseek/models
COPY --from=build /out/demo /opt/photoseek/demo
COPY --from=build /out/appsettings.json /opt/photoseek/appsettings.json
COPY --from=build --chown=$APP_UID:$APP_UID /out/data /data
ENV PHOTOSEEK_HOME=/opt/photoseek \
    PHOTOSEEK_DATA=/data \
    Urls=http://0.0.0.0:8080 \
    DOTNET_EnableDiagnostics=0
USER $APP_UID
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=2m --retries=4 \
  CMD ["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["dotnet", "/opt/photoseek/app/Photoseek.App.dll"]
CMD ["serve"]
