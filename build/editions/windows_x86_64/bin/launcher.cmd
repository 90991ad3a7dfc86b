@setlocal disabledelayedexpansion enableextensions
@echo off
rem Starts one of the app's programs: launcher.cmd NAME [ARGUMENT...]
rem With the first Node.js of version 20 or newer from: SA_MISP_NODE, the app itself, PATH, the usual place.
rem splunkd's own libraries and Node settings must not reach it.
rem Generated from src/generate/programs/node-start.ts:
for %%v in (LD_LIBRARY_PATH DYLD_LIBRARY_PATH OPENSSL_CONF NODE_OPTIONS NODE_PATH DEBUG NODE_DEBUG NODE_DEBUG_NATIVE NODE_TLS_REJECT_UNAUTHORIZED NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE NODE_V8_COVERAGE NODE_REDIRECT_WARNINGS) do set "%%v="
set "flags=--max-semi-space-size=8 --heap-growing-percent=200"
rem End of what is generated.

rem Node.js 22 and newer keep the compiled program there: commands start an eighth sooner. It may be deleted at any time.
if defined SPLUNK_HOME if exist "%SPLUNK_HOME%\var\run\" set "NODE_COMPILE_CACHE=%SPLUNK_HOME%\var\run\SA-misp"

set "node="
set "found="
if defined SA_MISP_NODE call :ask "%SA_MISP_NODE:"=%"
if defined node goto start
rem The carried Node.js has the right version, and Splunk supports no Windows that it does not run on: it is not asked.
if exist "%~dp0..\windows_x86_64\bin\node.exe" set "node=%~dp0..\windows_x86_64\bin\node.exe"
if defined node goto start
set "folders=%PATH:"=%;%ProgramFiles%\nodejs"
for %%f in ("%folders:;=" "%") do call :ask "%%~f\node.exe"
if defined node goto start

rem Delayed expansion for this line alone: a path may have characters that cmd.exe would otherwise obey.
setlocal enabledelayedexpansion
>&2 echo ERROR MISP for Splunk needs Node.js 20 or newer, and there is none.!found!
endlocal
set "name=%~1"
if "%name%"=="misp" exit /b 1
if "%name:~0,11%"=="misp_alert_" exit /b 1
rem A search command. Of the request only what has come with its first line is read, for cmd.exe can count no bytes. The
rem answer is in a file, byte for byte.
set /p request=
type "%~dp0no-node.txt"
exit /b 1

:start
"%node%" %flags% "%~dp0main.js" %*
exit /b %errorlevel%

rem Takes a Node.js if there is none yet and it is new enough; splunkd's request stays unread.
:ask
if defined node exit /b
rem Not of the folder that this was started in: anybody may have put a program there.
set "candidate=%~1"
if not "%candidate:~1,2%"==":\" exit /b
if not exist "%~1" exit /b
"%~1" -e "process.exit(Number(parseInt(process.version.slice(1)) < 20))" <nul >nul 2>nul
if errorlevel 1 (set "found=%found% Found: %~1, which is older or does not run.") else set "node=%~1"
exit /b
