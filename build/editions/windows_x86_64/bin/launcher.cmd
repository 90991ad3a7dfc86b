@setlocal disabledelayedexpansion enableextensions
@echo off
rem Starts one of the app's programs: launcher.cmd NAME [ARGUMENT...]
rem Uses the first Node.js of version 20 or newer from: SA_MISP_NODE, the app, PATH, the usual folder.
rem splunkd's libraries and Node.js settings must not affect it.
rem Generated from src/generate/programs/node-start.ts:
for %%v in (LD_LIBRARY_PATH DYLD_LIBRARY_PATH OPENSSL_CONF NODE_OPTIONS NODE_PATH DEBUG NODE_DEBUG NODE_DEBUG_NATIVE NODE_TLS_REJECT_UNAUTHORIZED NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE NODE_V8_COVERAGE NODE_REDIRECT_WARNINGS) do set "%%v="
set "flags=--max-semi-space-size=8 --heap-growing-percent=200"
set "no_node=MISP for Splunk needs Node.js 20 or newer, but none was found."
rem End of what is generated.

rem Node.js 22 and newer cache the compiled program here, which makes commands start an eighth faster. It may be deleted at any time.
if defined SPLUNK_HOME if exist "%SPLUNK_HOME%\var\run\" set "NODE_COMPILE_CACHE=%SPLUNK_HOME%\var\run\SA-misp"

set "node="
set "found="
if defined SA_MISP_NODE call :ask "%SA_MISP_NODE:"=%"
if defined node goto start
rem The included Node.js has the right version and runs on every Windows that Splunk supports, so do not check it.
if exist "%~dp0..\windows_x86_64\bin\node.exe" set "node=%~dp0..\windows_x86_64\bin\node.exe"
if defined node goto start
set "folders=%PATH:"=%;%ProgramFiles%\nodejs"
for %%f in ("%folders:;=" "%") do call :ask "%%~f\node.exe"
if defined node goto start

rem Delayed expansion only here: cmd.exe would otherwise interpret special characters of a path.
setlocal enabledelayedexpansion
>&2 echo ERROR !no_node!!found!
endlocal
set "name=%~1"
if "%name%"=="misp" exit /b 1
if "%name:~0,11%"=="misp_alert_" exit /b 1
rem A search command. Read only the first line of the request, since cmd.exe cannot count bytes. A file has the complete reply.
set /p request=
type "%~dp0no-node.txt"
exit /b 1

:start
"%node%" %flags% "%~dp0main.js" %*
exit /b %errorlevel%

rem Selects a Node.js if none is selected and it is new enough. Does not read splunkd's request.
:ask
if defined node exit /b
rem Skip relative folders, since any user may have put a program into the current one.
set "candidate=%~1"
if not "%candidate:~1,2%"==":\" exit /b
if not exist "%~1" exit /b
"%~1" -e "process.exit(Number(parseInt(process.version.slice(1)) < 20))" <nul >nul 2>nul
if errorlevel 1 (set "found=%found% Found: %~1, which is older or does not run.") else set "node=%~1"
exit /b
