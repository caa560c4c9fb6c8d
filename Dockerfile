# driftcheck as a job. It needs no root, writes nothing, and carries no database but the one that `demo` unpacks.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY src src
COPY expected expected
RUN python -m venv /driftcheck && /driftcheck/bin/pip install --no-cache-dir --constraint constraints.txt ".[alerts]"

FROM python:3.13-slim
COPY --from=build /driftcheck /driftcheck
RUN useradd --create-home driftcheck
USER driftcheck
ENTRYPOINT ["/driftcheck/bin/driftcheck"]
CMD ["--help"]
