# syntax=docker/dockerfile:1
FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/presales
COPY requirements/runtime.txt requirements/
RUN /opt/presales/bin/pip install --require-hashes --requirement requirements/runtime.txt
COPY pyproject.toml README.md ./
COPY service service
COPY handlers handlers
COPY migrations migrations
RUN /opt/presales/bin/pip install --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
RUN groupadd --gid 10001 presales \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin presales \
    && install -d -o presales -g presales /data
COPY --from=build /opt/presales /opt/presales
COPY bpmn /opt/presales/share/bpmn
ENV PATH=/opt/presales/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PRESALES_HOST=0.0.0.0 \
    PRESALES_PORT=8080 \
    PRESALES_METRICS_PORT=8080 \
    PRESALES_DATA_DIR=/data \
    PRESALES_EMBEDDED=false \
    PRESALES_BPMN_DIR=/opt/presales/share/bpmn \
    PRESALES_LOG_FORMAT=json
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Commands: serve, work. Both want DATABASE_URL, or --embedded for a PostgreSQL in /data, and both answer /readyz:
# a worker by its metrics, which it serves while it works.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PRESALES_PORT'] + '/readyz', timeout=2)"]
ENTRYPOINT ["presales"]
CMD ["serve"]
