# One image for web, worker and migrations; configuration comes from the environment (see README.md).
FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY . .
RUN pybabel -q compile -d marketplace/translations && useradd --create-home ennoshita && mkdir -p instance && chown ennoshita instance
USER ennoshita
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--blocking-threads", "4", "wsgi:app"]
